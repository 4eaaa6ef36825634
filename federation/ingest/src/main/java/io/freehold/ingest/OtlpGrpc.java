package io.freehold.ingest;

import com.google.protobuf.Message;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;

/** OTLP over gRPC. */
final class OtlpGrpc implements ServerInterceptor {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final Context.Key<Sender> SENDER = Context.key("sender");

  private final List<Signal<?>> signals;
  private final Authenticator authenticator;
  private final Gate gate;

  OtlpGrpc(List<Signal<?>> signals, Authenticator authenticator, Gate gate) {
    this.signals = signals;
    this.authenticator = authenticator;
    this.gate = gate;
  }

  List<ServerServiceDefinition> services() {
    return signals.stream().map(this::service).toList();
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    String authorization = headers.get(AUTHORIZATION);
    Optional<Sender> sender =
        authenticator.sender(authorization == null ? "" : authorization, "grpc", peer(call));
    if (sender.isEmpty()) {
      return new Refuse<>(call);
    }
    return Contexts.interceptCall(
        Context.current().withValue(SENDER, sender.get()), call, headers, next);
  }

  private ServerServiceDefinition service(Signal<?> signal) {
    Message answer = signal.answer(new Outcome.Taken(0, ""));
    MethodDescriptor<GrpcPayload, Message> export =
        MethodDescriptor.<GrpcPayload, Message>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(MethodDescriptor.generateFullMethodName(signal.service(), "Export"))
            .setRequestMarshaller(GrpcPayload.MARSHALLER)
            .setResponseMarshaller(ProtoUtils.marshaller(answer))
            .build();
    return ServerServiceDefinition.builder(signal.service())
        .addMethod(
            export,
            ServerCalls.asyncUnaryCall((GrpcPayload payload, StreamObserver<Message> observer) ->
                export(signal, SENDER.get(), payload, observer)))
        .build();
  }

  private void export(
      Signal<?> signal, Sender sender, GrpcPayload payload, StreamObserver<Message> observer) {
    if (!gate.enter()) {
      observer.onError(
          Status.UNAVAILABLE.withDescription("too many requests at once").asRuntimeException());
      return;
    }
    try {
      switch (payload) {
        case GrpcPayload.Bytes(byte[] bytes) ->
            answer(signal, signal.protobuf(sender, bytes), observer);
        case GrpcPayload.Bad(Status status) -> observer.onError(status.asRuntimeException());
      }
    } finally {
      gate.leave();
    }
  }

  private static void answer(Signal<?> signal, Outcome outcome, StreamObserver<Message> observer) {
    switch (outcome) {
      case Outcome.Taken taken -> {
        observer.onNext(signal.answer(taken));
        observer.onCompleted();
      }
      case Outcome.Forbidden(String message) ->
          fail(observer, Status.PERMISSION_DENIED.withDescription(message));
      case Outcome.Invalid(String message) ->
          fail(observer, Status.INVALID_ARGUMENT.withDescription(message));
      case Outcome.Unavailable(String message) ->
          fail(observer, Status.UNAVAILABLE.withDescription(message));
    }
  }

  private static void fail(StreamObserver<Message> observer, Status status) {
    observer.onError(status.asRuntimeException());
  }

  private static String peer(ServerCall<?, ?> call) {
    SocketAddress address = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    return address == null ? "" : address.toString();
  }

  /**
   * Closes a call as soon as the server is ready for it: closing it earlier makes the server
   * stumble.
   */
  private static final class Refuse<Q> extends ServerCall.Listener<Q> {
    private final ServerCall<?, ?> call;

    Refuse(ServerCall<?, ?> call) {
      this.call = call;
    }

    @Override
    public void onReady() {
      call.close(
          Status.UNAUTHENTICATED.withDescription(
              "reports need a token signed by a cluster of the registry"),
          new Metadata());
    }
  }
}
