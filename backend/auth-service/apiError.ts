/** An answer that says no, in Matrix's form. */
export interface ApiError {
  readonly status: number;
  readonly errcode: string;
  readonly error: string;
}

/** The body could not be read as the JSON that the route takes. */
export const notJson: ApiError = { status: 400, errcode: "M_NOT_JSON", error: "Error reading request" };

/** The OpenID token did not prove who asks. It never says why, as a caller could use it to look around in our network. */
export const unauthorized: ApiError = {
  status: 401,
  errcode: "M_UNAUTHORIZED",
  error: "The request could not be authorised.",
};

/** The SFU refused or could not be reached. */
export const roomNotCreated: ApiError = { status: 500, errcode: "M_UNKNOWN", error: "Unable to create room on SFU" };

/** The body is larger than any request is. */
export const tooLarge: ApiError = { status: 413, errcode: "M_TOO_LARGE", error: "The request body is too large" };

/** A bug of ours, of which the caller learns no more. */
export const internal: ApiError = { status: 500, errcode: "M_UNKNOWN", error: "Internal Server Error" };

/** A well-formed body that lacks something. */
export function badJson(error: string): ApiError {
  return { status: 400, errcode: "M_BAD_JSON", error };
}

/** The delayed leave that came along cannot be looked after, as its server may not open rooms here. */
export const delegationRefused = "Delegation of delayed events is only supported for full access users";

/** The homeserver that the delayed leave waits at does not say where clients reach it. */
export const clientApiUnknown: ApiError = {
  status: 400,
  errcode: "M_BAD_JSON",
  error: "Unable to resolve client-server API",
};

/** The service ends and takes nothing over any more. */
export const stopping: ApiError = { status: 503, errcode: "M_UNKNOWN", error: "Service is shutting down" };

/** Too many requests at once, or in a minute. */
export const tooMany: ApiError = { status: 429, errcode: "M_LIMIT_EXCEEDED", error: "Too many requests" };
