package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
)

// event is one line of progress for the program that started the supervisor.
type event struct {
	// Event is starting (Component), retry (Component, Reason), ready (Name, Kubeconfig, Server, Millis), failed (Reason,
	// Component and Log if a component died) or stopped (Reason).
	Event      string `json:"event"`
	Component  string `json:"component,omitempty"`
	Name       string `json:"name,omitempty"`
	Kubeconfig string `json:"kubeconfig,omitempty"`
	Server     string `json:"server,omitempty"`
	Millis     int64  `json:"millis,omitempty"`
	Reason     string `json:"reason,omitempty"`
	Log        string `json:"log,omitempty"`
}

// childError says that a component ended by itself.
type childError struct {
	component, state, tail string
}

func (e *childError) Error() string {
	return fmt.Sprintf("%s ended: %s", e.component, e.state)
}

func report(e event) {
	line, err := json.Marshal(e)
	if err != nil {
		panic(err)
	}
	_, _ = os.Stdout.Write(append(line, '\n')) // a reader that went away is noticed by the end of our input
}

func reportFailure(err error) {
	failure := event{Event: "failed", Reason: err.Error()}
	var died *childError
	if errors.As(err, &died) {
		failure.Component, failure.Log = died.component, died.tail
	}
	report(failure)
}
