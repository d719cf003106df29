/** State-event membership, `org.matrix.msc3401.call.member`. @see MSC3401 */
export const STATE_MEMBER = "org.matrix.msc3401.call.member";
/** Sticky membership. @see MSC4143, MSC4354 */
export const STICKY_MEMBER = "org.matrix.msc4143.rtc.member";
/** Whether the slot is open. @see MSC4143 */
export const SLOT = "org.matrix.msc4143.rtc.slot";
/** How long a state membership counts when it does not say, in ms (matrix-js-sdk: 4 h). */
export const DEFAULT_EXPIRY_MS = 14_400_000;
