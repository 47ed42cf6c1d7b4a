package Rust;
# What the checks know of Rust: which files are source, and where comments, literals and tests stand in them. It is no
# parser: the compiler has read these files, so a pattern that holds for every file that compiles is enough.
use strict;
use warnings;
use Exporter 'import';
our @EXPORT = qw(sources plain blank_tests literals line_of opening closing);

my $token = qr{
    (?<comment> //[^\n]* | (?<block> /\*(?: [^*/]++ | \*(?!/) | /(?!\*) | (?&block) )*+\*/ ) )
  | (?<!\w)[bc]?r(?<hash>\#*)"(?<raw>.*?)"\k<hash>(?!\#)
  | "(?<text>(?: [^"\\]++ | \\. )*+)"
  | '(?: [^'\\\n] | \\(?: u\{[^\}]*\} | x.. | . ) )'
}sx;

# An item that only tests have: its attributes and the item, up to its end or the beginning of its block.
our $test_item = qr{\#\[cfg\((?:test|all\(test\b[^\]]*)\)\]\s*(?:\#\[[^\]]*\]\s*)*(?<item>[^;\{]*[;\{])}s;

sub spaces { my ($text) = @_; $text =~ s/[^\n]/ /g; $text }

# The text with every place where it was: comments and what stands in quotes are blanks.
sub plain {
  my ($text) = @_;
  $text =~ s{$token}{
    my $all = $&;
    defined $+{comment} ? spaces($all) : $all =~ s/(?<=["'])(.*)(?=["'])/spaces($1)/esr
  }gex;
  $text;
}

# What stands in quotes, each with its place: [offset, content].
sub literals {
  my ($text) = @_;
  my @found;
  while ($text =~ /$token/g) {
    my $content = $+{raw} // $+{text};
    push @found, [$-[0], $content] if defined $content && !defined $+{comment};
  }
  @found;
}

# Plain text without what only tests have.
sub blank_tests {
  my ($code) = @_;
  while ($code =~ /$test_item/g) {
    my ($from, $to) = ($-[0], $+[0]);
    $to = closing($code, $to - 1) + 1 if substr($code, $to - 1, 1) eq '{';
    substr($code, $from, $to - $from) = spaces(substr $code, $from, $to - $from);
    pos($code) = $to;
  }
  $code;
}

sub line_of { my ($text, $at) = @_; 1 + (substr($text, 0, $at) =~ tr/\n//) }

# Where the bracket ends that begins at $at, and where the one begins that ends there.
sub closing {
  my ($code, $at) = @_;
  my $deep = 0;
  for (; $at < length $code; $at++) {
    my $c = substr $code, $at, 1;
    if ($c =~ /[(\[{]/) { $deep++ } elsif ($c =~ /[)\]}]/) { return $at if --$deep <= 0 }
  }
  length $code;
}

sub opening {
  my ($code, $at) = @_;
  my $deep = 0;
  for (; $at >= 0; $at--) {
    my $c = substr $code, $at, 1;
    if ($c =~ /[)\]}]/) { $deep++ } elsif ($c =~ /[(\[{]/) { return $at if --$deep <= 0 }
  }
  0;
}

# The .rs files under the given folders that git knows or would add, as [path, text]. Without those that a
# `#[cfg(test)] mod name;` brings in, wherever they lie, if $tests is false.
sub sources {
  my ($tests, @folders) = @_;
  open my $list, '-|', 'git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', @folders or die "git: $!";
  my @paths = do { local $/ = "\0"; my %seen; grep { /\.rs$/ && -f && !$seen{$_}++ } map { chomp; $_ } <$list> };
  my (@files, @dropped);
  for my $path (sort @paths) {
    open my $in, '<', $path or die "$path: $!";
    my $text = do { local $/; <$in> } // '';
    push @files, [$path, $text];
    (my $folder = $path) =~ s{(?:/(?:mod|lib|main))?\.rs$}{};
    while ($text =~ /$test_item/g) { push @dropped, "$folder/$1" if $+{item} =~ /\bmod (\w+);$/ }
  }
  my $only_tests = join '|', map { quotemeta } @dropped;
  @files = grep { $_->[0] !~ m{^(?:$only_tests)(?:\.rs$|/)} } @files if !$tests && @dropped;
  @files;
}
1;
