/** What is asked of a list: only what somebody has chosen or typed. */
export function given<Asked extends object>(wishes: { [Name in keyof Asked]: Asked[Name] | '' | 'any' | null }): Asked {
  const chosen = Object.entries(wishes).filter(([, value]) => value !== '' && value !== 'any' && value !== null);
  return Object.fromEntries(chosen) as Asked;
}
