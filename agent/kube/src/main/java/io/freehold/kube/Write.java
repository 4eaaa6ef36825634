package io.freehold.kube;

/**
 * A request that changes something.
 *
 * @param method HTTP method
 * @param path path with query, from the API server's root
 * @param contentType media type of the body
 * @param body body
 * @param actor in whose name
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Write(String method, String path, String contentType, byte[] body, Actor actor) {}
