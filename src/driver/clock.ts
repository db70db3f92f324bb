import type { SdkConfig, SigningProperties } from './middleware-types.js'

/** Whether the client corrects its clock by what it learns of answers. */
export const correctsClock = async ({ disableClockSkewCorrection }: SdkConfig): Promise<boolean> =>
  (await disableClockSkewCorrection?.()) !== true

/** The time of a signature, by the server's clock as far as it is known. */
export const signingDate = ({ systemClockOffset = 0 }: SdkConfig, corrected: boolean): Date =>
  new Date(Date.now() + (corrected ? systemClockOffset : 0))

/**
 * What the SDK's signer is told with the answer to a request that is sent now, to learn how far the clock is off. Each request
 * has its own: that of the SDK's is shared by all that are under way.
 * @param properties those that are common to all requests, or the request's own
 */
export const clockNotes = (
  { systemClockOffset = 0 }: SdkConfig,
  corrected: boolean,
  properties: SigningProperties,
): SigningProperties => ({
  _disableClockSkewCorrection: !corrected,
  _skipClockSkewSampling: !corrected,
  _preRequestSystemClockOffset: systemClockOffset,
  _requestSentAt: Date.now(),
  ...properties,
})

/** The properties of a request without what was noted for it, and without its context, which would keep its input. */
export function commonProperties({
  _disableClockSkewCorrection,
  _skipClockSkewSampling,
  _preRequestSystemClockOffset,
  _requestSentAt,
  context,
  ...properties
}: SigningProperties): SigningProperties {
  return Object.freeze(properties)
}
