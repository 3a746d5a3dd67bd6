import type { CanvasCommand } from './command.ts'

/** Returns a command's own title, its entry in `titles`, or its id, in this order. */
export function findCommandTitle(
  { id, title }: Pick<CanvasCommand, 'id' | 'title'>,
  titles: Readonly<Record<string, string>>,
): string {
  return title ?? titles[id] ?? id
}
