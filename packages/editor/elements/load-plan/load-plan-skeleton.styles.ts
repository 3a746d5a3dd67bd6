import { css } from 'lit'

/** Styles for the placeholder that is shown while a load plan is loading. */
export const skeletonStyles = css`
  .skeleton {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-height: 0;
  }

  .skeleton i {
    display: block;
    height: 12px;
    border-radius: 4px;
    background: var(--_sunken);
    animation: breathe 1.6s ease-in-out infinite;
  }

  .skeleton .decisions i {
    width: calc(120 * var(--_px));
    height: calc(54 * var(--_px));
    border-radius: 6px;
  }

  .skeleton .pane {
    gap: 10px;
    padding: var(--_space-16);
  }

  .skeleton .pane > i {
    flex: none;
  }

  .skeleton i:nth-child(3n) {
    max-width: 70%;
  }

  .skeleton i:nth-child(3n + 1) {
    max-width: 88%;
  }

  @keyframes breathe {
    50% {
      opacity: 0.5;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .skeleton i {
      animation: none;
    }
  }
`
