import type { CanvasCommand } from './command.ts'

/** Returns a command's title: its own, the one in `titles`, or its id. */
export function findCommandTitle(
  { id, title }: Pick<CanvasCommand, 'id' | 'title'>,
  titles: Readonly<Record<string, string>>,
): string {
  return title ?? titles[id] ?? id
}
