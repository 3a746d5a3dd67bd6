/**
 * Returns a part of a session with some members replaced. The other members are those of `part`, whose functions do not use
 * `this`.
 */
export const extendPart = <Part extends object>(part: Part, replaced: Partial<Part>): Part =>
  Object.create(part, Object.getOwnPropertyDescriptors(replaced)) as Part
