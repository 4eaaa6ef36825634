package main

import "syscall"

// childAttributes puts a child in its own process group, so that Ctrl-C reaches only the supervisor, and has the kernel
// kill it when the supervisor dies in any way.
func childAttributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
