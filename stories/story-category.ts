/**
 * The category of a control that changes a story instead of a property of its element. A story declares it in
 * `argTypes` for elements whose properties are objects that no control can edit; a changed control renders the story
 * again.
 */
export const storyCategory = 'story'
