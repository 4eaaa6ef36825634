package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"net"
	"path/filepath"
)

// issue writes every key, certificate and kubeconfig of the cluster and returns an administrator's connection.
func (c *cluster) issue() (*api, error) {
	ca, err := newAuthority(c.name + " certificate authority")
	if err != nil {
		return nil, err
	}
	if err := c.write("ca.crt", ca.pem); err != nil {
		return nil, err
	}
	server, err := ca.server(net.ParseIP(firstServiceIP))
	if err != nil {
		return nil, err
	}
	serverKey, err := keyPEM(server.key)
	if err != nil {
		return nil, err
	}
	if err := c.write("apiserver.crt", server.pem); err != nil {
		return nil, err
	}
	if err := c.write("apiserver.key", serverKey); err != nil {
		return nil, err
	}
	if err := c.issueTokenKey(); err != nil {
		return nil, err
	}
	if c.nodes {
		for file, user := range map[string]string{
			"controller-manager.kubeconfig": "system:kube-controller-manager",
			"scheduler.kubeconfig":          "system:kube-scheduler",
		} {
			if _, err := c.issueClient(ca, file, user); err != nil {
				return nil, err
			}
		}
		if _, err := c.issueClient(ca, "kwok.kubeconfig", "kwok", "system:masters"); err != nil {
			return nil, err
		}
	}
	admin, err := c.issueClient(ca, "kubeconfig", "admin", "system:masters")
	if err != nil {
		return nil, err
	}
	return newAPI(c.server(), ca, admin)
}

func (c *cluster) issueClient(ca *certificate, file, user string, groups ...string) (*certificate, error) {
	client, err := ca.client(user, groups...)
	if err != nil {
		return nil, err
	}
	return client, writeKubeconfig(filepath.Join(c.dir, file), c.name, c.server(), ca, client)
}

// issueTokenKey makes the key pair that signs service account tokens.
func (c *cluster) issueTokenKey() error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	private, err := keyPEM(key)
	if err != nil {
		return err
	}
	public, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		return err
	}
	if err := c.write("sa.key", private); err != nil {
		return err
	}
	return c.write("sa.pub", encode("PUBLIC KEY", public))
}

func (c *cluster) write(file string, content []byte) error {
	return writePrivate(filepath.Join(c.dir, file), content)
}
