// Those of POCO's tests that have threads, one by one, as its runner can leave out none.
#include "ActiveDispatcherTest.h"
#include "ActiveMethodTest.h"
#include "ConditionTest.h"
#include "CppUnit/TestRunner.h"
#include "CppUnit/TestSuite.h"
#include "NotificationsTestSuite.h"
#include "RWLockTest.h"
#include "SemaphoreTest.h"
#include "TaskTestSuite.h"
#include "ThreadLocalTest.h"
#include "ThreadPoolTest.h"
#include "ThreadTest.h"
#include "TimerTest.h"

struct Threads {
    static CppUnit::Test* suite() {
        const auto all = new CppUnit::TestSuite("Threads");
        for (CppUnit::Test* each :
             {ThreadTest::suite(), SemaphoreTest::suite(), RWLockTest::suite(),
              ThreadPoolTest::suite(), TimerTest::suite(), ThreadLocalTest::suite(),
              ActiveMethodTest::suite(), ActiveDispatcherTest::suite(), ConditionTest::suite(),
              NotificationsTestSuite::suite(), TaskTestSuite::suite()})
            all->addTest(each);
        return all;
    }
};

CppUnitMain(Threads)
