"""Children that cannot outlive their parent."""

import ctypes
import os
import signal
import subprocess
import sys

ON_LINUX = sys.platform == "linux"
PR_SET_PDEATHSIG = 1
libc = ctypes.CDLL(None) if ON_LINUX else None


def spawn(command, *, farewell, **popen):
    """Start a child that gets the signal `farewell` when this process dies, however it dies (on Linux).

    Call it from the main thread: the kernel watches the thread that forked.
    """
    parent = os.getpid()

    def before_exec():
        if ON_LINUX:
            libc.prctl(PR_SET_PDEATHSIG, farewell)
        if os.getppid() != parent:
            os._exit(1)  # the parent died before the line above

    return subprocess.Popen([os.fspath(part) for part in command], preexec_fn=before_exec, **popen)


def stop(process, farewell, patience):
    """Ask a child to end, wait `patience` seconds, then end it."""
    if process.poll() is None:
        process.send_signal(farewell)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
