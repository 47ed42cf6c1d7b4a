//! How much of a list or a file of holders is read. What is larger is refused with a sentence that names the limit.

/// Bytes of a pasted list or of CSV.
pub const MAX_BYTES: usize = 1024 * 1024;

/// Lines of a list that are not blank, without the header.
pub const MAX_ROWS: usize = 10_000;

/// Characters of a cell that is read, without the blanks around it.
pub const MAX_CELL: usize = 320;

/// Columns of a header.
pub const MAX_COLUMNS: usize = 100;

/// Bytes of a file of holders. In a call it is escaped, and has to stay below what a call may carry.
pub const MAX_FILE_BYTES: usize = 2 * 1024 * 1024;

/// Workspaces of a file.
pub const MAX_WORKSPACES: usize = 1000;

/// Holders of a file, of all its workspaces together.
pub const MAX_HOLDERS: usize = 20_000;

/// Characters of a name in a file.
pub const MAX_NAME: usize = 1024;
