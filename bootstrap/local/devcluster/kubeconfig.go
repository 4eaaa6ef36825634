package main

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
)

// writeKubeconfig writes a self-contained kubeconfig that acts as client, readable by its owner only.
func writeKubeconfig(path, name, server string, ca, client *certificate) error {
	key, err := keyPEM(client.key)
	if err != nil {
		return err
	}
	type object = map[string]any
	content, err := json.MarshalIndent(object{ // JSON is YAML
		"apiVersion": "v1",
		"kind":       "Config",
		"clusters": []object{{"name": name, "cluster": object{
			"server": server, "certificate-authority-data": encoded(ca.pem)}}},
		"users": []object{{"name": name, "user": object{
			"client-certificate-data": encoded(client.pem), "client-key-data": encoded(key)}}},
		"contexts":        []object{{"name": name, "context": object{"cluster": name, "user": name}}},
		"current-context": name,
	}, "", "  ")
	if err != nil {
		return err
	}
	return writePrivate(path, append(content, '\n'))
}

// writePrivate replaces the file at once, so that a reader never sees half of it.
func writePrivate(path string, content []byte) error {
	temporary := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".new")
	if err := os.WriteFile(temporary, content, 0o600); err != nil {
		return err
	}
	return os.Rename(temporary, path)
}

func encoded(content []byte) string {
	return base64.StdEncoding.EncodeToString(content)
}
