/** Whether an element is so low and wide that its parts are shown side by side. */
export const isLow = ({ clientHeight, clientWidth }: Element): boolean =>
  clientHeight > 0 && clientHeight < 440 && clientWidth > 640
