import { css } from 'lit'

/**
 * Colors for up to eight categories, in order, and the end points of the color ramp for numbers. They were optimized so
 * that any two differ by at least 0.097 in OKLab, including under simulated color blindness, and have a contrast ratio
 * of at least 3 on both the light and the dark background.
 *
 * @cssproperty --aw-category-1 - The color of the first category.
 * @cssproperty --aw-category-2 - The color of the second category.
 * @cssproperty --aw-category-3 - The color of the third category.
 * @cssproperty --aw-category-4 - The color of the fourth category.
 * @cssproperty --aw-category-5 - The color of the fifth category.
 * @cssproperty --aw-category-6 - The color of the sixth category.
 * @cssproperty --aw-category-7 - The color of the seventh category.
 * @cssproperty --aw-category-8 - The color of the eighth category.
 * @cssproperty --aw-category-other - The color of combined categories and of missing values.
 * @cssproperty --aw-ramp-low - The color of the smallest number.
 * @cssproperty --aw-ramp-high - The color of the largest number.
 */
export const categoryColors = css`
  :host {
    --_category-1: var(--aw-category-1, light-dark(#3451d1, #8da2ff));
    --_category-2: var(--aw-category-2, light-dark(#c8640a, #f5a45c));
    --_category-3: var(--aw-category-3, light-dark(#1f9db0, #83e8fa));
    --_category-4: var(--aw-category-4, light-dark(#81033d, #c15b7a));
    --_category-5: var(--aw-category-5, light-dark(#2c9161, #83d7a7));
    --_category-6: var(--aw-category-6, light-dark(#5b0986, #9b60c8));
    --_category-7: var(--aw-category-7, light-dark(#b82716, #ee6651));
    --_category-8: var(--aw-category-8, light-dark(#8b5183, #bc8cb5));
    --_category-other: var(--aw-category-other, light-dark(#808996, #7b8695));
    --_ramp-low: var(--aw-ramp-low, light-dark(#e3e9ff, #232b4d));
    --_ramp-high: var(--aw-ramp-high, light-dark(#1b2c8c, #c3ceff));
  }

  /**
   * Charts use their own colors. The operating system's color scheme determines whether the background is light or
   * dark.
   */
  @media (forced-colors: active) {
    :host {
      color-scheme: light dark;
    }
  }
`

export const categoryCount = 8

/** Creates a function that returns a category's color. Those in `uncoloredCategories`, such as "(other)", are gray. */
export function createCategoryColors(
  categories: readonly string[],
  uncoloredCategories: readonly string[],
): (category: string) => string {
  const coloredCategories = categories.filter((category) => !uncoloredCategories.includes(category))
  return (category) => {
    const index = coloredCategories.indexOf(category)
    return index < 0 ? 'var(--_category-other)' : `var(--_category-${(index % categoryCount) + 1})`
  }
}
