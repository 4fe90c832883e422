package io.tollhouse.distributor.publish;

import io.tollhouse.contract.overlay.KillTarget;
import java.time.Duration;
import java.util.Optional;

/**
 * Somebody wants something stopped.
 *
 * @param lasts empty for until somebody lifts it
 * @param author the name of the token that orders it
 * @param why the author's words; empty for none
 */
public record KillOrder(KillTarget target, Optional<Duration> lasts, String author, String why) {}
