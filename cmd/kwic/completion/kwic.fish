# kwic completion for fish: kwic completion fish | source
function __kwic_complete
    set -l words (commandline -opc)
    $words[1] complete -- $words[2..-1] (commandline -ct) 2>/dev/null
end
complete -c kwic -f -n 'count (__kwic_complete) >/dev/null' -a '(__kwic_complete)'
complete -c kwic -F -n 'not count (__kwic_complete) >/dev/null'
