package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// up runs one cluster until its standard input ends, a signal arrives or a component dies. Progress goes to standard
// output as one JSON object per line, see report.
func up(args []string) int {
	flags := flag.NewFlagSet("up", flag.ContinueOnError)
	dir := flags.String("dir", "", "directory of the cluster: certificates, kubeconfig, logs, data")
	name := flags.String("name", "local", "name of the cluster in its kubeconfig")
	nodes := flags.Bool("nodes", true, "run controller-manager, scheduler and kwok with one node")
	stages := flags.String("stages", "", "file with the stages that kwok plays in place of the built-in ones")
	timeout := flags.Duration("timeout", 2*time.Minute, "how long the start may take")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if *dir == "" || flags.NArg() != 0 {
		fmt.Fprintln(os.Stderr, "usage: devcluster up --dir DIRECTORY [--name NAME] [--nodes=false] [--stages FILE] [--timeout 2m]")
		return 2
	}
	leaveProcessGroup()
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	stop, cancel := context.WithCancelCause(context.Background())
	go func() { cancel(fmt.Errorf("signal %s", <-signals)) }()
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		cancel(errors.New("end of input"))
	}()
	if err := run(stop, *dir, &cluster{name: *name, nodes: *nodes, stages: *stages}, *timeout); err != nil {
		reportFailure(err)
		return 1
	}
	report(event{Event: "stopped", Reason: context.Cause(stop).Error()})
	return 0
}

// leaveProcessGroup keeps a terminal's Ctrl-C away, which it sends to all processes of the group: the program that
// started us decides when the cluster ends. A person at a terminal keeps the key.
func leaveProcessGroup() {
	if input, err := os.Stdin.Stat(); err == nil && input.Mode()&os.ModeCharDevice == 0 {
		_ = syscall.Setpgid(0, 0) // fails only if we lead a session already
	}
}

func run(stop context.Context, dir string, wanted *cluster, timeout time.Duration) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := os.Chmod(dir, 0o700); err != nil { // it holds keys and the store's socket
		return err
	}
	unlock, err := lock(dir)
	if err != nil {
		return err
	}
	defer unlock()
	begin := time.Now()
	for attempt := 1; ; attempt++ {
		c := &cluster{dir: dir, name: wanted.name, nodes: wanted.nodes, stages: wanted.stages}
		err := c.start(stop, timeout)
		if err == nil {
			report(event{Event: "ready", Name: c.name, Kubeconfig: c.kubeconfig(), Server: c.server(),
				Millis: time.Since(begin).Milliseconds()})
			err = c.watch(stop)
		}
		c.destroy()
		if stop.Err() != nil {
			return nil
		}
		// Another process can take the free port between its choice and its use.
		var died *childError
		if attempt < 5 && errors.As(err, &died) && strings.Contains(died.tail, "address already in use") {
			report(event{Event: "retry", Component: died.component, Reason: "its port was taken"})
			continue
		}
		return err
	}
}

// lock keeps a second supervisor out of the directory; the kernel releases it however this process ends.
func lock(dir string) (func(), error) {
	file, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		file.Close()
		return nil, fmt.Errorf("another cluster runs in %s: %w", dir, err)
	}
	return func() { file.Close() }, nil
}
