import type { SdkAuthScheme, SdkConfig, SigningProperties } from './middleware-types.js'

/** The clock by which the requests of a client are signed: the machine's, corrected by what the SDK learns of answers. */
export interface Clock {
  /** The time of a signature. */
  now(): Date
  /**
   * What the SDK's signer wants to know again with the answer to a request that is sent now, to learn how far the clock is off.
   * Each request has its own: that of the SDK's is shared by all that are under way.
   */
  notes(): SigningProperties
}

export async function clockOf(config: SdkConfig, { httpAuthOption }: SdkAuthScheme): Promise<Clock> {
  const uncorrected = (await config.disableClockSkewCorrection?.()) === true
  // Where all names are there already, a copy is cheap.
  const common = Object.freeze({
    ...httpAuthOption.signingProperties,
    _disableClockSkewCorrection: uncorrected,
    _skipClockSkewSampling: uncorrected,
    _preRequestSystemClockOffset: 0,
    _requestSentAt: 0,
  })
  const offset = () => (uncorrected ? 0 : (config.systemClockOffset ?? 0))
  return {
    now: () => new Date(Date.now() + offset()),
    notes: () => ({ ...common, _preRequestSystemClockOffset: offset(), _requestSentAt: Date.now() }),
  }
}
