package io.tollhouse.proxy.judge;

/** What a request's flow waits for. What comes for another step comes too late, and changes nothing. */
enum Step {
    NEW,
    HOLDING_LOOKUP,
    RESOLVING,
    HOLDING_ADMISSION,
    FLOWING,
    OVER
}
