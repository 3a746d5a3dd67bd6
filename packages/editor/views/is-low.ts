/** Whether an element's place is so low and wide that what belongs together stands side by side. */
export const isLow = ({ clientHeight, clientWidth }: Element): boolean =>
  clientHeight > 0 && clientHeight < 440 && clientWidth > 640
