import type { CanvasCommand } from './command.ts'

/** Returns a command's own title, or else its entry in `titles`, or else its id. */
export function findCommandTitle(
  { id, title }: Pick<CanvasCommand, 'id' | 'title'>,
  titles: Readonly<Record<string, string>>,
): string {
  return title ?? titles[id] ?? id
}
