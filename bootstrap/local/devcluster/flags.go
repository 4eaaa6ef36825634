package main

import "fmt"

// Paths are relative to the cluster's directory, in which every component runs.

func (c *cluster) apiserverFlags() []string {
	flags := []string{
		"--etcd-servers=" + etcdSocket,
		"--bind-address=127.0.0.1",
		fmt.Sprintf("--secure-port=%d", c.port),
		// Only written into objects. Without it the server looks for a default route, which an offline machine lacks.
		"--advertise-address=" + nodeIP,
		"--endpoint-reconciler-type=none",
		"--tls-cert-file=apiserver.crt",
		"--tls-private-key-file=apiserver.key",
		"--client-ca-file=ca.crt",
		"--anonymous-auth=false",
		"--authorization-mode=RBAC",
		"--service-account-issuer=https://kubernetes.default.svc",
		"--service-account-key-file=sa.pub",
		"--service-account-signing-key-file=sa.key",
		"--service-cluster-ip-range=" + serviceRange,
		"--allow-privileged=true",
		"--profiling=false",
	}
	if !c.nodes { // nobody makes service accounts, so pods could not be created at all
		flags = append(flags, "--disable-admission-plugins=ServiceAccount")
	}
	return flags
}

func (c *cluster) controllerFlags() []string {
	return append(clientFlags("controller-manager"),
		"--use-service-account-credentials=true",
		"--service-account-private-key-file=sa.key",
		"--root-ca-file=ca.crt",
		"--controllers=*,-node-ipam-controller,-node-route-controller,-cloud-node-lifecycle-controller,-service-lb-controller",
		"--cluster-name="+c.name,
		// By default it makes 20 requests per second, so 100 Deployments would need 20 s to be seen to.
		"--kube-api-qps=500",
		"--kube-api-burst=1000",
	)
}

func schedulerFlags() []string { return clientFlags("scheduler") }

func clientFlags(component string) []string {
	config := component + ".kubeconfig"
	return []string{
		"--kubeconfig=" + config,
		"--authentication-kubeconfig=" + config,
		"--authorization-kubeconfig=" + config,
		"--leader-elect=false",
		"--secure-port=0",
		"--profiling=false",
	}
}

func kwokFlags() []string {
	return []string{
		"--kubeconfig=kwok.kubeconfig",
		"--config=kwok.yaml",
		"--manage-all-nodes=true",
		"--node-ip=" + nodeIP,
		"--cidr=" + podRange,
		// Without leases the node lifecycle controller would call the node dead after 40 seconds.
		"--node-lease-duration-seconds=40",
	}
}
