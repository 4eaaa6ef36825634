// Devcluster is a whole Kubernetes control plane in one executable: etcd, kube-apiserver, kube-controller-manager,
// kube-scheduler and kwok are linked from their upstream modules and chosen by the first argument. "devcluster up" is
// the supervisor that gives them certificates, ports and a life no longer than its own.
package main

import (
	"fmt"
	"os"
	"runtime"

	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllers "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
)

func init() {
	// The kernel ties a child's parent-death signal to the thread that started it. Children are started by the main
	// goroutine only, and the main thread lives as long as the process.
	runtime.LockOSThread()
}

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: devcluster up|etcd|apiserver|controller-manager|scheduler|kwok [flags]")
		os.Exit(2)
	}
	command := os.Args[1]
	os.Args = append(os.Args[:1], os.Args[2:]...)
	if command != "up" {
		dieWithParent()
	}
	switch command {
	case "up":
		os.Exit(up(os.Args[1:]))
	case "etcd":
		os.Exit(runEtcd(os.Args[1:]))
	case "apiserver":
		os.Exit(cli.Run(apiserver.NewAPIServerCommand()))
	case "controller-manager":
		os.Exit(cli.Run(controllers.NewControllerManagerCommand()))
	case "scheduler":
		os.Exit(cli.Run(scheduler.NewSchedulerCommand()))
	case "kwok":
		os.Exit(runKwok())
	default:
		fmt.Fprintf(os.Stderr, "devcluster: unknown command %q\n", command)
		os.Exit(2)
	}
}
