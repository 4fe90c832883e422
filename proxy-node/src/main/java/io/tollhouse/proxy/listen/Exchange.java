package io.tollhouse.proxy.listen;

import io.netty.handler.codec.http.HttpContent;

/** A request that is under way. Called on the event loop of its connection. */
interface Exchange {

    /** Sets out. */
    void begin();

    /** A piece of the request's body, released by the exchange. */
    void content(HttpContent content);

    /** One read of the client is over: what was written meanwhile may go out. */
    void clientReadComplete();

    /** The client takes bytes again, or takes no more for now. */
    void clientWritabilityChanged();

    /** The body of the request cannot be read, and nothing more of it comes. The exchange answers. */
    void bodyMalformed(String why);

    /** The client broke off. */
    void clientGone(String why);
}
