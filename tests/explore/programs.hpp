// Programs with a bug that only some schedules show, each with its fixed twin.
#pragma once

namespace programs {

/// Each is the body of an exploration; `fixed` without its bug.
using program = void (*)(bool fixed);

void lost_update(bool fixed);
void sold_twice(bool fixed);
void aba(bool fixed);
void double_checked(bool fixed);
void lock_order(bool fixed);
void lost_signal(bool fixed);
void torn_pair(bool fixed);
void readers_and_writer(bool fixed);
void philosophers(bool fixed);
void checked_once(bool fixed);
void transfer(bool fixed);
void flags(bool fixed);
void last_task(bool fixed);

} // namespace programs
