/**
 * Returns a part of a session with some members replaced. All other members are inherited from `part`, whose functions
 * must not use `this`.
 */
export const extendPart = <Part extends object>(part: Part, overrides: Partial<Part>): Part =>
  Object.create(part, Object.getOwnPropertyDescriptors(overrides)) as Part
