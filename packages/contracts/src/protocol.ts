/** The agent's protocol. The server speaks this one and the one before. */
export const PROTOCOL_VERSION = 1;
/** An agent tells that it lives this often. */
export const HEARTBEAT_SECONDS = 60;
/** A machine not heard of for this long is offline. */
export const OFFLINE_AFTER_SECONDS = 180;
/** One whose line broke may be back before anybody needs to know. */
export const BACK_WITHIN_SECONDS = 15;
