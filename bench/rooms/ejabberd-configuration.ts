interface Setting {
  port: number;
  people: number;
  archive: { port: number; user: string; database: string };
}

/**
 * Nothing that one room with an archive doesn't need. Accounts are anonymous, since nothing of an account is measured; the archive
 * is in Postgres, as ours and the other peer's are: its own store writes to the disk at some time after it has told everybody.
 */
export function configurationOf({ port, people, archive }: Setting): string {
  return `hosts: [localhost]
loglevel: warning
auth_method: [anonymous]
anonymous_protocol: sasl_anon
allow_multiple_connections: true
sql_type: pgsql
sql_server: 127.0.0.1
sql_port: ${archive.port}
sql_database: ${archive.database}
sql_username: ${archive.user}
sql_password: none
sql_pool_size: 10
listen:
  - port: ${port}
    ip: 127.0.0.1
    module: ejabberd_c2s
    zlib: false
modules:
  mod_mam:
    db_type: sql
    default: never
  mod_muc:
    max_users: ${people + 10}
    min_message_interval: 0
    history_size: 0
    default_room_options:
      mam: true
      max_users: ${people + 10}
      # A thousand who come would be half a million presences.
      presence_broadcast: []
`;
}
