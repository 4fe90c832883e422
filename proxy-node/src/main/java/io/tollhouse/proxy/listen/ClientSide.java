package io.tollhouse.proxy.listen;

import io.netty.channel.Channel;
import io.tollhouse.proxy.judge.Refusal;

/** The client of an HTTP request that is under way. */
interface ClientSide {

    Channel channel();

    /** Answers with a refusal; the exchange is over. */
    void refuse(Refusal refusal);

    /** The request is answered; the exchange is over. */
    void over(boolean keepAlive);

    /** Ends the connection with a reset, so that nobody takes half of a response for the whole; the exchange is over. */
    void breakOff();

    /** Whether another request may follow on the connection. */
    boolean staysOpen();

    /** Whether the exchange can take no more of the request for now. */
    void pause(boolean on);
}
