// Command otlpsender reports one application's state and one sync the way the OpenTelemetry SDK for Go does it: with its
// stock exporters, batching and retries. It exits with 1 when an exporter says that something was not taken.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlplog/otlploggrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlplog/otlploghttp"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/log"
	sdklog "go.opentelemetry.io/otel/sdk/log"
	"go.opentelemetry.io/otel/sdk/resource"
	"go.opentelemetry.io/otel/sdk/trace"
)

var failed = false

func main() {
	protocol := flag.String("protocol", "http/protobuf", "http/protobuf or grpc")
	endpoint := flag.String("endpoint", "", "host:port")
	compression := flag.String("compression", "none", "none or gzip")
	cluster := flag.String("cluster", "", "cluster to speak for")
	token := flag.String("token", "", "its signed token")
	flag.Parse()

	otel.SetErrorHandler(otel.ErrorHandlerFunc(report))
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	headers := map[string]string{"Authorization": "Bearer " + *token}
	logs, spans, err := exporters(ctx, *protocol, *endpoint, *compression == "gzip", headers)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	res := resource.NewSchemaless(attribute.String("k8s.cluster.name", *cluster))

	provider := sdklog.NewLoggerProvider(sdklog.WithResource(res), sdklog.WithProcessor(sdklog.NewBatchProcessor(logs)))
	var record log.Record
	record.SetEventName("entity.state")
	record.SetTimestamp(time.Now())
	record.AddAttributes(
		log.Int64("gitops.sequence", 41),
		log.String("entity.type", "gitops.application"),
		log.Map("entity.id",
			log.String("k8s.cluster.name", *cluster),
			log.String("gitops.application.namespace", "apps"),
			log.String("gitops.application.name", "shop")),
		log.Map("entity.description",
			log.String("namespace", "apps"),
			log.String("name", "shop"),
			log.Map("status", log.String("sync", "Synced"))))
	provider.Logger("otlpsender").Emit(ctx, record)

	traces := trace.NewTracerProvider(trace.WithResource(res), trace.WithBatcher(spans))
	_, span := traces.Tracer("otlpsender").Start(ctx, "SYNC apps/shop")
	span.SetAttributes(
		attribute.String("cicd.pipeline.action.name", "SYNC"),
		attribute.String("cicd.pipeline.result", "success"))
	span.End()

	report(provider.Shutdown(ctx))
	report(traces.Shutdown(ctx))
	if failed {
		os.Exit(1)
	}
}

func exporters(ctx context.Context, protocol, endpoint string, gzip bool, headers map[string]string) (
	sdklog.Exporter, *otlptrace.Exporter, error) {
	if protocol == "grpc" {
		logOptions := []otlploggrpc.Option{otlploggrpc.WithEndpoint(endpoint), otlploggrpc.WithInsecure(),
			otlploggrpc.WithHeaders(headers)}
		spanOptions := []otlptracegrpc.Option{otlptracegrpc.WithEndpoint(endpoint), otlptracegrpc.WithInsecure(),
			otlptracegrpc.WithHeaders(headers)}
		if gzip {
			logOptions = append(logOptions, otlploggrpc.WithCompressor("gzip"))
			spanOptions = append(spanOptions, otlptracegrpc.WithCompressor("gzip"))
		}
		logs, err := otlploggrpc.New(ctx, logOptions...)
		if err != nil {
			return nil, nil, err
		}
		spans, err := otlptracegrpc.New(ctx, spanOptions...)
		return logs, spans, err
	}
	logOptions := []otlploghttp.Option{otlploghttp.WithEndpoint(endpoint), otlploghttp.WithInsecure(),
		otlploghttp.WithHeaders(headers)}
	spanOptions := []otlptracehttp.Option{otlptracehttp.WithEndpoint(endpoint), otlptracehttp.WithInsecure(),
		otlptracehttp.WithHeaders(headers)}
	if gzip {
		logOptions = append(logOptions, otlploghttp.WithCompression(otlploghttp.GzipCompression))
		spanOptions = append(spanOptions, otlptracehttp.WithCompression(otlptracehttp.GzipCompression))
	}
	logs, err := otlploghttp.New(ctx, logOptions...)
	if err != nil {
		return nil, nil, err
	}
	spans, err := otlptracehttp.New(ctx, spanOptions...)
	return logs, spans, err
}

func report(err error) {
	if err != nil {
		failed = true
		fmt.Fprintln(os.Stderr, err)
	}
}
