/**
 * The category of controls that change a story rather than a property of its element. Used for elements whose
 * properties are objects that no control can edit: the story declares the control in `argTypes` and is rendered again
 * when it changes.
 */
export const storyCategory = 'story'

/** The control for a height in pixels, which the story passes to `setSize`. */
export const heightControl = {
  description: 'Height of the element in this story, in pixels.',
  control: { type: 'number', min: 200, max: 900, step: 20 },
  table: { category: storyCategory },
} as const
