import { pluralize } from '../language/pluralize.ts'

/** English UI strings for comments and for marks on the canvas. */
export const commentsStrings = {
  title: 'Comments',
  close: 'Close comments',
  commentOn: (name: string): string => `Comment on ${name}`,
  place: 'this place on the canvas',
  placeName: 'Place on the canvas',
  runName: 'Run',
  cell: (column: string, row: number): string => `${column}, row ${row}`,
  selectHelp: 'To comment on a node or connection instead, select it.',
  mentionHelp: 'Type @ to mention a member.',
  viewOnly: 'You can view comments.',
  add: 'Comment',
  mention: (name: string): string => `Mention ${name}`,
  none: 'No comments yet',
  list: 'Threads, newest first',
  showResolved: (count: number): string =>
    `Show ${pluralize(count, { one: 'resolved thread', other: 'resolved threads' })}`,
  resolved: 'Resolved',
  gone: (name: string): string => `${name} (deleted)`,
  unknownAuthor: 'Former member',
  visitor: 'Visitor with a link',
  you: 'You',
  reply: 'Reply',
  replyTo: (name: string): string => `Reply to ${name}`,
  resolve: 'Resolve',
  reopen: 'Reopen',
  edit: 'Edit comment',
  save: 'Save',
  cancel: 'Cancel',
  remove: 'Delete comment',
  removeQuestion: 'Delete this comment?',
  removeThreadQuestion: 'Delete this comment and its replies?',
  confirmRemoval: 'Delete',
  added: 'Comment added.',
  threadMark: (name: string, count: number): string =>
    `${name}: ${pluralize(count, { one: 'comment', other: 'comments' })}`,
}

/** UI strings for comments and for marks on the canvas. */
export type CommentsStrings = typeof commentsStrings
