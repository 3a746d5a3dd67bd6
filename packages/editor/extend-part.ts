/**
 * Creates a copy of a session part with some members overridden. All other members are inherited from `part`. Its
 * functions must not use `this`.
 */
export const extendPart = <Part extends object>(part: Part, overrides: Partial<Part>): Part =>
  Object.create(part, Object.getOwnPropertyDescriptors(overrides)) as Part
