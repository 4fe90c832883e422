package io.tollhouse.contract.decision;

/** Whether something holds of a request, as far as the request is known. */
enum Truth {
    YES,
    /** It needs what is not known yet: what is asked inside a tunnel, for instance. */
    NOT_YET,
    NO
}
