"""page.py PICTURE [SCREENSHOT]: builds and serves examples/web, and sees that its page lives while its threads run:
clicks are answered, the picture is that of the file PICTURE, and it is cancelled. SCREENSHOT is taken on the way."""
import base64
import pathlib
import re
import subprocess
import sys

from chromium import Page

SERVE = pathlib.Path(__file__).resolve().parents[2] / 'examples/web/serve'
ALL = 640
IS_OVER = "/done|cancelled|failed/.test(document.querySelector('#state').textContent)"
COLOURS = """(() => {
    const canvas = document.querySelector('#picture');
    const points = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    let text = '';
    for (let at = 0; at < points.length; at += 4)
        text += String.fromCharCode(points[at], points[at + 1], points[at + 2]);
    return btoa(text);
})()"""


def text(page, element):
    return page.value(f"document.querySelector('#{element}').textContent")


def begin(page, address):
    page.go(address)
    page.wait_until("document.querySelector('#state')?.textContent.endsWith('tiles')")


def address_of(server):
    for line in server.stdout:
        print(line, end='')
        if served := re.search(r'\((http://.*?)\)', line):
            return served[1]
    raise AssertionError('nothing is served')


def is_drawn(page, expected, screenshot):
    assert page.value('crossOriginIsolated') is False
    assert page.value("'SharedArrayBuffer' in self") is False
    answered = 0
    while not page.value(IS_OVER):
        page.click('#click')
        answered = int(text(page, 'clicks'))
        if answered == 8 and screenshot:
            pathlib.Path(screenshot).write_bytes(page.screenshot())
    assert text(page, 'state') == f'done: {ALL} of {ALL} tiles', text(page, 'state')
    assert answered >= 3, f'{answered} clicks were answered'
    assert base64.b64decode(page.value(COLOURS)) == expected, 'the picture is another'
    return answered


def is_cancelled(page):
    page.click('#cancel')
    page.wait_until(IS_OVER)
    shown = re.fullmatch(rf'cancelled: (\d+) of {ALL} tiles', text(page, 'state'))
    assert shown and int(shown[1]) < ALL, text(page, 'state')
    return int(shown[1])


def main(picture, screenshot=None):
    head = b'P6\n1024 640\n255\n'
    expected = pathlib.Path(picture).read_bytes()
    assert expected.startswith(head)
    server = subprocess.Popen([SERVE, '0'], stdout=subprocess.PIPE, text=True)
    try:
        address = address_of(server)
        with Page() as page:
            begin(page, address)
            clicks = is_drawn(page, expected[len(head):], screenshot)
            begin(page, address)
            shown = is_cancelled(page)
            assert not page.faults, page.faults
    finally:
        server.terminate()
        server.wait()
    print(f'the page lived: the picture is right, {clicks} clicks were answered while it was drawn, and it was '
          f'cancelled after {shown} of {ALL} tiles')


main(*sys.argv[1:])
