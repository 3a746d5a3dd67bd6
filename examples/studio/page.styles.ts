import { controls, tokens } from '@aw-flow/editor'
import { css, type CSSResultGroup } from 'lit'
import { emptyDrawingStyles } from './shell/draw-empty.ts'

const page = css`
  :host {
    display: block;
    min-height: 100%;
    background: var(--_canvas);
    font-size: var(--_type-14);
  }

  main {
    max-width: 1080px;
    margin: 0 auto;
    padding: 32px;
  }

  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
    min-height: 36px;
    margin-bottom: 16px;
  }

  h1 {
    flex: 1 0 auto;
    max-width: 100%;
    margin: 0;
    font-size: var(--_type-20);
    font-weight: 600;
    line-height: 1.3;
    letter-spacing: -0.01em;
  }

  h1:focus {
    outline: none;
  }

  /* Visible only to screen readers, even when focused, so that the layout does not shift. */
  h1.visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  h2 {
    font-size: var(--_type-14);
  }

  :host([view-only]) .edit-control {
    display: none;
  }

  a {
    color: inherit;
    text-decoration: none;
  }

  a.button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-height: 30px;
    padding: 4px 10px;
    border: 1px solid var(--_border);
    border-radius: 6px;
    background: var(--_raised);
    font-weight: 500;
    white-space: nowrap;
  }

  a.button:hover {
    border-color: color-mix(in srgb, var(--_border), var(--_text) 18%);
  }

  a.button.primary {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
  }

  a.button.primary:hover {
    background: color-mix(in srgb, var(--_accent), var(--_text) 12%);
  }

  .panel {
    border: 1px solid var(--_border);
    border-radius: 10px;
    background: var(--_surface);
    box-shadow: var(--_shadow-low);
  }

  .panel > header {
    min-height: 0;
    margin: 0;
    padding: 12px 16px;
    border-bottom: 1px solid var(--_border);
  }

  .panel > header h2 {
    flex: 1;
  }

  .panel > header a:not(.button) {
    color: var(--_muted);
    font-size: var(--_type-13);
  }

  .panel > header a:not(.button):hover {
    color: var(--_accent);
  }

  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  /* Items next to each other, on several lines if necessary. */
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }

  /* The actions of a page that only has a hint, such as "Page not found". */
  main > header + p + .bar {
    margin-top: 16px;
  }

  .separated > * + * {
    border-top: 1px solid var(--_border);
  }

  dl,
  dd {
    margin: 0;
  }

  table {
    width: 100%;
    border-collapse: collapse;
    font-size: var(--_type-13);
  }

  th,
  td {
    text-align: start;
    vertical-align: top;
  }

  th {
    font-weight: 500;
  }

  thead th {
    color: var(--_muted);
  }

  fieldset {
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }

  legend {
    padding: 0 0 4px;
    font-size: var(--_type-13);
    font-weight: 500;
  }

  button[aria-pressed='true'] {
    border-color: var(--_accent);
    background: var(--_wash);
    color: var(--_accent);
  }

  /* Covers the area onto which a file is dragged. */
  .drop-hint {
    position: absolute;
    inset: 0;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    border: 2px dashed var(--_accent);
    border-radius: 10px;
    background: color-mix(in srgb, var(--_surface) 88%, var(--_accent));
    color: var(--_accent);
    font-size: var(--_type-16);
    font-weight: 600;
    opacity: 0;
    visibility: hidden;
    pointer-events: none;
    transition: opacity var(--_motion);
  }

  .over > .drop-hint {
    opacity: 1;
    visibility: visible;
  }

  .empty {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 12px;
    padding: 48px 24px;
    color: var(--_muted);
    text-align: center;
  }

  .empty p {
    max-width: 56ch;
    margin: 0;
    line-height: 1.5;
  }

  .empty .next {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 8px;
  }

  .state {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    font-size: var(--_type-13);
    white-space: nowrap;
  }

  .state.accent {
    color: var(--_accent);
  }

  .state.cached {
    color: var(--_cached);
  }

  /* Placeholders reserve space, so that the layout does not shift. */
  .skeleton {
    height: 100%;
    min-height: 120px;
    border-radius: 6px;
    background: linear-gradient(90deg, var(--_sunken) 25%, var(--_hover) 50%, var(--_sunken) 75%);
    background-size: 300% 100%;
    animation: shimmer 1.6s ease-in-out infinite;
  }

  @keyframes shimmer {
    from {
      background-position: 100% 0;
    }

    to {
      background-position: 0 0;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .skeleton {
      animation: none;
    }
  }

  /* Appears only if loading takes a moment. */
  .loading {
    display: flex;
    align-items: center;
    gap: 6px;
    animation: appear 0s 300ms backwards;
  }

  @keyframes appear {
    from {
      visibility: hidden;
    }
  }

  main > p + .panel,
  main > p + section {
    margin-top: 12px;
  }

  @media (min-width: 1680px) {
    main {
      max-width: 1320px;
    }
  }

  @media (min-width: 2200px) {
    main {
      max-width: 1680px;
    }
  }

  .item-location {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    white-space: nowrap;
  }

  .ellipsis {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  /* Stacked lines of text in a list item. */
  .item-text {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    min-width: 0;
  }

  .item-text > .name {
    font-weight: 500;
  }

  @media (max-width: 860px) {
    /* If there are several actions, they have their own line below the heading. */
    main > header:has(> :nth-child(5)) {
      gap: 8px;
    }

    main > header:has(> :nth-child(5)) > h1 {
      flex-basis: 100%;
    }

    main > header:has(> :nth-child(5)) > :is(button, a.button) {
      padding-inline: 8px;
    }
  }

  @media (max-width: 600px) {
    main {
      padding: 16px;
    }

    /* Actions that do not fit next to the title wrap below it, instead of breaking the title into short lines. */
    h1 {
      flex: 1 1 auto;
      min-width: 0;
    }

    /* If there are several actions, they wrap into full rows below the heading. */
    main > header:has(> :nth-child(4)) > h1 {
      flex-basis: 100%;
    }

    main > header:has(> :nth-child(4)) > :is(button, a.button) {
      flex: 1 0 auto;
    }
  }
`

/** Styles shared by all studio pages. */
export const pageStyles: CSSResultGroup[] = [tokens, controls, page, emptyDrawingStyles]
