/**
 * The category of a control that changes a story instead of a property of its element. A story declares it in
 * `argTypes` for elements whose properties are objects that no control can edit; a changed control renders the story
 * again.
 */
export const storyCategory = 'story'

/** The control of a height in pixels that a story passes to `setSize`. */
export const heightControl = {
  description: 'Height of the element in this story, in pixels.',
  control: { type: 'number', min: 200, max: 900, step: 20 },
  table: { category: storyCategory },
} as const
