/**
 * One thing that was checked.
 * @typedef {object} Hop
 * @property {string} id what it is, as `auth-service.cors`
 * @property {"ok" | "broken" | "warning" | "unasked"} state `unasked`: cannot be told from here, or not without an access token
 * @property {string} proof what was asked and answered
 * @property {string} [fault] the break's name, when broken or a warning
 * @property {string} [remedy] what to do about it
 */

/** A hop that works. @returns {Hop} */
export const ok = (id, proof) => ({ id, state: "ok", proof });

/** A hop without which calls fail. @returns {Hop} */
export const broken = (id, fault, proof, remedy) => ({ id, state: "broken", fault, proof, remedy });

/** A hop that some will meet. @returns {Hop} */
export const warning = (id, fault, proof, remedy) => ({ id, state: "warning", fault, proof, remedy });

/** A hop that could not be asked. @returns {Hop} */
export const unasked = (id, proof, remedy) => ({ id, state: "unasked", proof, ...(remedy && { remedy }) });
