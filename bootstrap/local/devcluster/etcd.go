package main

import (
	"fmt"
	"net/url"
	"os"

	"go.etcd.io/etcd/server/v3/embed"
	"go.etcd.io/etcd/server/v3/storage/wal"
)

// Sockets in the cluster's directory, which only its owner can enter: no port, no certificate, and no other user of the
// machine can read the store. The names are relative because a socket's path is limited to about 100 bytes, and end like a port
// because etcd insists.
const (
	etcdSocket     = "unix://etcd.sock:0"
	etcdPeerSocket = "unix://etcd-peer.sock:0"
	etcdData       = "etcd"
	etcdReady      = "etcd ready"
)

// runEtcd serves an empty store in the working directory and prints etcdReady when it takes requests.
func runEtcd(args []string) int {
	if len(args) != 0 {
		fmt.Fprintln(os.Stderr, "etcd takes no arguments")
		return 2
	}
	wal.SegmentSizeBytes = 8 << 20 // two segments are allocated at once; 64 MB each is much for a throw-away store
	config := embed.NewConfig()
	config.Dir = etcdData
	config.ListenClientUrls = []url.URL{mustParse(etcdSocket)}
	config.AdvertiseClientUrls = config.ListenClientUrls
	config.ListenPeerUrls = []url.URL{mustParse(etcdPeerSocket)}
	config.AdvertisePeerUrls = config.ListenPeerUrls
	config.InitialCluster = config.Name + "=" + etcdPeerSocket
	config.UnsafeNoFsync = true // the data do not outlive the process
	config.LogLevel = "error"
	server, err := embed.StartEtcd(config)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	select {
	case <-server.Server.ReadyNotify():
		fmt.Println(etcdReady)
	case err := <-server.Err():
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	fmt.Fprintln(os.Stderr, <-server.Err())
	return 1
}

func mustParse(address string) url.URL {
	parsed, err := url.Parse(address)
	if err != nil {
		panic(err)
	}
	return *parsed
}
