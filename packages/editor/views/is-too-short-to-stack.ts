/** Returns whether an element is too short to stack its parts but wide enough to show them side by side. */
export const isTooShortToStack = ({ clientHeight, clientWidth }: Element): boolean =>
  clientHeight > 0 && clientHeight < 440 && clientWidth > 640
