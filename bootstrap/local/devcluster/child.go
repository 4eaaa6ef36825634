package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// child is one running component. Its standard input is a pipe whose other end only the supervisor holds, so its end
// tells the child that the supervisor is gone, on every system; on Linux the kernel kills it as well.
type child struct {
	name    string
	log     string
	command *exec.Cmd
	lines   chan string
	exited  chan struct{}
	state   string
}

// startChild must be called by the main goroutine, see init. Every line the child prints on its standard output is
// offered to lines; standard error goes to NAME.log only.
func startChild(dir, name string, args ...string) (*child, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	c := &child{
		name:    name,
		log:     filepath.Join(dir, name+".log"),
		command: exec.Command(self, append([]string{name}, args...)...),
		lines:   make(chan string, 16),
		exited:  make(chan struct{}),
	}
	out, err := os.OpenFile(c.log, os.O_CREATE|os.O_TRUNC|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	c.command.Dir = dir
	c.command.Stderr = out
	c.command.Env = append(os.Environ(), "HOME="+dir) // kwok reads a configuration in HOME
	c.command.SysProcAttr = childAttributes()
	if _, err := c.command.StdinPipe(); err != nil {
		return nil, err
	}
	stdout, err := c.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.command.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	go c.follow(stdout, out)
	return c, nil
}

func (c *child) follow(stdout io.Reader, out *os.File) {
	scanner := bufio.NewScanner(stdout)
	for scanner.Scan() {
		fmt.Fprintln(out, scanner.Text())
		select {
		case c.lines <- scanner.Text():
		default: // nobody listens any more
		}
	}
	if err := c.command.Wait(); err != nil {
		c.state = err.Error()
	} else {
		c.state = "exit status 0"
	}
	out.Close()
	close(c.exited)
}

// kill ends the child at once: nothing of a throw-away cluster needs an orderly shutdown, and the API server would
// wait for its open watches.
func (c *child) kill() {
	_ = syscall.Kill(-c.command.Process.Pid, syscall.SIGKILL)
	<-c.exited
}

// tail is the end of the child's log: what a person wants to see first.
func (c *child) tail() string {
	content, err := os.ReadFile(c.log)
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(strings.TrimSpace(string(content)), "\n")
	return strings.Join(lines[max(0, len(lines)-15):], "\n")
}

// dieWithParent ends this process when its standard input ends.
func dieWithParent() {
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(1)
	}()
}
