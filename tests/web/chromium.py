"""Chromium without a window, driven by the DevTools protocol over a pipe."""
import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time


class Page:
    """One page of its own browser, closed with the scope."""

    def __init__(self):
        self._profile = tempfile.mkdtemp()
        from_here, to_browser = os.pipe()
        self._from_browser, from_there = os.pipe()
        self._to_browser = to_browser

        def as_three_and_four():
            os.dup2(from_here, 203)
            os.dup2(from_there, 204)
            os.dup2(203, 3)
            os.dup2(204, 4)

        self._browser = subprocess.Popen(
            ['chromium', '--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run',
             '--disable-background-networking', '--remote-debugging-pipe', '--window-size=1100,850',
             f'--user-data-dir={self._profile}', 'about:blank'],
            stderr=subprocess.DEVNULL, preexec_fn=as_three_and_four, close_fds=False)
        os.close(from_here)
        os.close(from_there)
        self._read = b''
        self._last = 0
        self.faults = []
        target = next(each for each in self._ask('Target.getTargets')['targetInfos'] if each['type'] == 'page')
        self._session = self._ask('Target.attachToTarget', targetId=target['targetId'], flatten=True)['sessionId']
        for domain in ('Page', 'Runtime'):
            self.ask(f'{domain}.enable')

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._browser.terminate()
        self._browser.wait()
        shutil.rmtree(self._profile, ignore_errors=True)

    def _message(self, deadline):
        while b'\0' not in self._read:
            if not select.select([self._from_browser], [], [], max(deadline - time.monotonic(), 0))[0]:
                raise TimeoutError('the browser says nothing')
            more = os.read(self._from_browser, 1 << 20)
            if not more:
                raise EOFError('the browser has ended')
            self._read += more
        one, self._read = self._read.split(b'\0', 1)
        return json.loads(one)

    def _ask(self, method, session=None, patience=300, **arguments):
        self._last += 1
        asked = {'id': self._last, 'method': method, 'params': arguments}
        if session:
            asked['sessionId'] = session
        os.write(self._to_browser, json.dumps(asked).encode() + b'\0')
        deadline = time.monotonic() + patience
        while True:
            told = self._message(deadline)
            if told.get('method') == 'Runtime.exceptionThrown':
                self.faults.append(told['params']['exceptionDetails'])
            if told.get('id') == self._last:
                if 'error' in told:
                    raise RuntimeError(f"{method}: {told['error']['message']}")
                return told['result']

    def ask(self, method, **arguments):
        return self._ask(method, self._session, **arguments)

    def go(self, address):
        self.ask('Page.navigate', url=address)

    def value(self, expression):
        told = self.ask('Runtime.evaluate', expression=expression, returnByValue=True, awaitPromise=True)
        if 'exceptionDetails' in told:
            raise RuntimeError(f"{expression}: {told['exceptionDetails']}")
        return told['result'].get('value')

    def wait_until(self, expression, patience=300):
        deadline = time.monotonic() + patience
        while not self.value(expression):
            if time.monotonic() > deadline:
                raise TimeoutError(f'it does not come to be that {expression}')
            time.sleep(0.02)

    def click(self, selector):
        """As a user does: where the element is."""
        x, y = self.value(f'(at => [at.x + at.width / 2, at.y + at.height / 2])'
                          f'(document.querySelector({selector!r}).getBoundingClientRect())')
        for kind in ('mousePressed', 'mouseReleased'):
            self.ask('Input.dispatchMouseEvent', type=kind, x=x, y=y, button='left', clickCount=1)

    def screenshot(self):
        return base64.b64decode(self.ask('Page.captureScreenshot', format='png')['data'])
