// Drawn on a 16 × 16 grid in the colour of the text around them. An icon alone is never the only name of a thing.
const paths = {
  list: "M2.5 4h11M2.5 8h11M2.5 12h11",
  plus: "M8 3v10M3 8h10",
  shield: "M8 1.8l5 1.9v3.9c0 3.1-2 5.4-5 6.6-3-1.2-5-3.5-5-6.6V3.7z",
  people: "M6 7.5a2.5 2.5 0 100-5 2.5 2.5 0 000 5zM1.5 13.5c.4-2.6 2.1-4 4.5-4s4.1 1.4 4.5 4M11 3a2.3 2.3 0 010 4.3M12 9.8c1.4.5 2.2 1.7 2.5 3.7",
  key: "M9.5 6.5a3 3 0 11-2.1-2.9A3 3 0 019.5 6.500zM9 8l5 5M12 11l1.5-1.5",
  clock: "M8 14A6 6 0 108 2a6 6 0 000 12zM8 4.800V8l2.2 1.5",
  person: "M8 7.800a2.8 2.8 0 100-5.6 2.8 2.8 0 000 5.600zM2.8 14c.5-3 2.4-4.5 5.2-4.500s4.7 1.5 5.2 4.5",
  building: "M3 14V2.500h7V14M10 6.500h3V14M1.5 14h13M5.3 5.200h.01M7.7 5.200h.01M5.3 8h.01M7.7 8h.01M5.3 10.800h.01M7.7 10.800h.01",
  search: "M7 12A5 5 0 107 2a5 5 0 000 10zM10.6 10.600L14 14",
  close: "M4 4l8 8M12 4l-8 8",
  check: "M3 8.500l3.2 3.200L13 5",
  down: "M4 6l4 4 4-4",
  right: "M6 4l4 4-4 4",
  left: "M10 4L6 8l4 4",
  up: "M4 10l4-4 4 4",
  sort: "M5 6.500l3-3 3 3M5 9.500l3 3 3-3",
  filter: "M2 4h12M4.500 8h7M6.500 12h3",
  live: "M8 9.200a1.2 1.2 0 100-2.400 1.2 1.2 0 000 2.400zM4.500 11.500a5 5 0 010-7M11.500 4.500a5 5 0 010 7",
  warning: "M8 2.200L14.5 13.500h-13zM8 6.500v3M8 11.500v.01",
  note: "M3 2.500h10v8L9.5 13.500H3zM9.5 13.500v-3H13",
  columns: "M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10",
  theme: "M8 14A6 6 0 108 2a6 6 0 000 12zM8 2v12",
  keyboard: "M1.5 4h13v8h-13zM4 6.500h.01M6.7 6.500h.01M9.3 6.500h.01M12 6.500h.01M5 9.500h6",
  out: "M6.5 2.500h-4v11h4M9.5 5l3 3-3 3M12.5 8H6",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  team: "M8 6.500A2.2 2.2 0 108 2a2.2 2.2 0 000 4.500zM4 14c.3-3 1.7-4.5 4-4.500s3.7 1.5 4 4.500M3 8.500a1.6 1.6 0 100-3.200M13 8.500a1.6 1.6 0 110-3.2",
  scales: "M8 2v12M4.5 14h7M3 4.500h10M3 4.500L1.2 9h3.600zM13 4.500L11.2 9h3.600z",
  star: "M8 2l1.9 3.9 4.2.6-3 3 .7 4.200L8 11.700l-3.8 2 .7-4.2-3-3 4.2-.6z",
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, label }: { name: IconName; label?: string }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" strokeWidth="1.5"
      strokeLinecap="round" strokeLinejoin="round" role={label ? "img" : undefined} aria-label={label} aria-hidden={label ? undefined : true}>
      <path d={paths[name]} />
    </svg>
  );
}
