package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

const (
	serviceRange   = "10.0.0.0/16"
	firstServiceIP = "10.0.0.1"
	podRange       = "10.64.0.1/16"
	nodeName       = "node-1"
	nodeIP         = "10.1.0.1"
)

// cluster is one control plane with its children, in the order in which they were started.
type cluster struct {
	dir      string
	name     string
	nodes    bool
	stages   string
	port     int
	children []*child
	died     chan *child
}

func (c *cluster) kubeconfig() string { return filepath.Join(c.dir, "kubeconfig") }

func (c *cluster) server() string { return fmt.Sprintf("https://127.0.0.1:%d", c.port) }

// start returns when the API server is ready and, with nodes, when its node is ready and pods can be made. A returned
// error leaves children behind for destroy.
func (c *cluster) start(stop context.Context, timeout time.Duration) error {
	ctx, cancel := context.WithTimeoutCause(stop, timeout, fmt.Errorf("not ready after %s", timeout))
	defer cancel()
	if err := os.RemoveAll(filepath.Join(c.dir, etcdData)); err != nil { // of a supervisor that was killed
		return err
	}
	c.died = make(chan *child, 5)
	port, err := freePort()
	if err != nil {
		return err
	}
	c.port = port
	etcd, err := c.spawn("etcd")
	if err != nil {
		return err
	}
	api, err := c.issue() // while etcd starts
	if err != nil {
		return err
	}
	if err := c.await(ctx, "etcd", func() bool {
		select {
		case line := <-etcd.lines:
			return line == etcdReady
		default:
			return false
		}
	}); err != nil {
		return err
	}
	if _, err := c.spawn("apiserver", c.apiserverFlags()...); err != nil {
		return err
	}
	if err := c.await(ctx, "apiserver", func() bool { return api.ready(ctx) }); err != nil {
		return err
	}
	if !c.nodes {
		return nil
	}
	return c.startNodes(ctx, api)
}

func (c *cluster) startNodes(ctx context.Context, api *api) error {
	stages := []byte(kwokStages())
	if c.stages != "" {
		var err error
		if stages, err = os.ReadFile(c.stages); err != nil {
			return err
		}
	}
	if err := writePrivate(filepath.Join(c.dir, "kwok.yaml"), stages); err != nil {
		return err
	}
	if _, err := c.spawn("controller-manager", c.controllerFlags()...); err != nil {
		return err
	}
	if _, err := c.spawn("scheduler", schedulerFlags()...); err != nil {
		return err
	}
	if _, err := c.spawn("kwok", kwokFlags()...); err != nil {
		return err
	}
	if err := api.createNode(ctx); err != nil {
		return err
	}
	if err := c.await(ctx, "node", func() bool { return api.nodeReady(ctx) }); err != nil {
		return err
	}
	// Pods are refused until the controller-manager has made their service account.
	return c.await(ctx, "service account", func() bool { return api.serviceAccount(ctx) })
}

func (c *cluster) spawn(name string, flags ...string) (*child, error) {
	report(event{Event: "starting", Component: name})
	started, err := startChild(c.dir, name, flags...)
	if err != nil {
		return nil, err
	}
	c.children = append(c.children, started)
	died := c.died
	go func() {
		<-started.exited
		died <- started
	}()
	return started, nil
}

// await asks until the condition holds, a component dies or ctx ends.
func (c *cluster) await(ctx context.Context, what string, condition func() bool) error {
	tick := time.NewTicker(25 * time.Millisecond)
	defer tick.Stop()
	for !condition() {
		select {
		case <-tick.C:
		case dead := <-c.died:
			return &childError{dead.name, dead.state, dead.tail()}
		case <-ctx.Done():
			last := c.children[len(c.children)-1]
			return &childError{last.name, fmt.Sprintf("waiting for %s: %v", what, context.Cause(ctx)), last.tail()}
		}
	}
	return nil
}

// watch returns when a component dies or stop ends.
func (c *cluster) watch(stop context.Context) error {
	select {
	case dead := <-c.died:
		return &childError{dead.name, dead.state, dead.tail()}
	case <-stop.Done():
		return nil
	}
}

// destroy ends all children, the store last, and removes the data; certificates, kubeconfig and logs stay for the reader.
func (c *cluster) destroy() {
	for i := len(c.children) - 1; i >= 0; i-- {
		c.children[i].kill()
	}
	_ = os.RemoveAll(filepath.Join(c.dir, etcdData))
}

// freePort asks the kernel for a port that nobody uses now.
func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(port)
}
