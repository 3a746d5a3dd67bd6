import { css } from 'lit'

/** Shared styles for the state of a run or node: colors, spinning icon and progress bar. */
export const runStateStyles = css`
  .accent {
    color: var(--_accent);
  }

  .cached {
    color: var(--_cached);
  }

  .spin svg {
    animation: spin 1s 1s steps(10) infinite;
  }

  @keyframes spin {
    to {
      rotate: 360deg;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .spin svg {
      animation: none;
    }
  }

  progress {
    border: 0;
    overflow: hidden;
    appearance: none;
    background: var(--_sunken);
  }

  progress::-webkit-progress-bar {
    background: var(--_sunken);
  }

  progress::-webkit-progress-value {
    background: var(--_accent);
    transition: inline-size var(--_motion);
  }

  progress::-moz-progress-bar {
    background: var(--_accent);
  }
`
