package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// api is the supervisor's own small client of the API server.
type api struct {
	server string
	client *http.Client
}

func newAPI(server string, ca, admin *certificate) (*api, error) {
	roots := x509.NewCertPool()
	roots.AddCert(ca.x509)
	return &api{server, &http.Client{
		Timeout: 5 * time.Second,
		Transport: &http.Transport{TLSClientConfig: &tls.Config{
			RootCAs: roots,
			Certificates: []tls.Certificate{{
				Certificate: [][]byte{admin.x509.Raw},
				PrivateKey:  admin.key,
			}},
		}},
	}}, nil
}

func (a *api) ready(ctx context.Context) bool {
	_, err := a.call(ctx, http.MethodGet, "/readyz", "")
	return err == nil
}

// createNode makes a node on which the scheduler can place many pods; kwok makes it ready.
func (a *api) createNode(ctx context.Context) error {
	resources := `{"cpu":"64","memory":"256Gi","pods":"2000","ephemeral-storage":"1Ti"}`
	_, err := a.call(ctx, http.MethodPost, "/api/v1/nodes", fmt.Sprintf(`{
		"apiVersion": "v1", "kind": "Node",
		"metadata": {"name": %q, "labels": {"kubernetes.io/hostname": %q, "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64"}},
		"status": {"allocatable": %s, "capacity": %s}}`, nodeName, nodeName, resources, resources))
	return err
}

// nodeReady says whether the node is ready and open to pods: a new node is tainted for a moment.
func (a *api) nodeReady(ctx context.Context) bool {
	body, err := a.call(ctx, http.MethodGet, "/api/v1/nodes/"+nodeName, "")
	if err != nil {
		return false
	}
	var node struct {
		Spec struct {
			Taints []struct{ Key string }
		}
		Status struct {
			Conditions []struct{ Type, Status string }
		}
	}
	if json.Unmarshal(body, &node) != nil || len(node.Spec.Taints) > 0 {
		return false
	}
	for _, condition := range node.Status.Conditions {
		if condition.Type == "Ready" {
			return condition.Status == "True"
		}
	}
	return false
}

func (a *api) serviceAccount(ctx context.Context) bool {
	_, err := a.call(ctx, http.MethodGet, "/api/v1/namespaces/default/serviceaccounts/default", "")
	return err == nil
}

func (a *api) call(ctx context.Context, method, path, body string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, method, a.server+path, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := a.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	if response.StatusCode/100 != 2 {
		return nil, fmt.Errorf("%s %s: %s: %s", method, path, response.Status, content)
	}
	return content, nil
}
