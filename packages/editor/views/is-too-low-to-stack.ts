/** Returns whether an element is wide and too low to stack its parts, so they are shown side by side. */
export const isTooLowToStack = ({ clientHeight, clientWidth }: Element): boolean =>
  clientHeight > 0 && clientHeight < 440 && clientWidth > 640
