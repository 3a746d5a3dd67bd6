/** Returns whether an element is wide, but too short to stack its parts, which are then shown side by side. */
export const isTooShortToStack = ({ clientHeight, clientWidth }: Element): boolean =>
  clientHeight > 0 && clientHeight < 440 && clientWidth > 640
